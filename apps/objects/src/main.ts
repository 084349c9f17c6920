import { runService } from '@callboard/service-kit';
import { ObjectsModule } from './objects.module';

void runService(ObjectsModule);
