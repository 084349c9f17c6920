import { runService } from '@callboard/service-kit';
import { SitesModule } from './sites.module';

void runService(SitesModule);
