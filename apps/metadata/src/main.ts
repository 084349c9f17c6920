import { runService } from '@callboard/service-kit';
import { MetadataModule } from './metadata.module';

void runService(MetadataModule);
