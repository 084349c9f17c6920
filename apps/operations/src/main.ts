import { runService } from '@callboard/service-kit';
import { OperationsModule } from './operations.module';

void runService(OperationsModule);
