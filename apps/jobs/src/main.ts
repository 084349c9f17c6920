import { runService } from '@callboard/service-kit';
import { JobsModule } from './jobs.module';

void runService(JobsModule);
