export { ServiceWorld, type ServiceWorldOptions } from './service-world';
export type { LoggedInSite, SiteLogin } from './site-login';
