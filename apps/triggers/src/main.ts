import { runService } from '@callboard/service-kit';
import { TriggersModule } from './triggers.module';

void runService(TriggersModule);
