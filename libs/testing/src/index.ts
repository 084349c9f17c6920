export { eventually, type EventuallyOptions } from './eventually';
export { type Delivery, everyOrder } from './every-order';
export { testDatabase, type TestDatabase, type TestService } from './test-database';
export { testBroker, type TestBroker, type TestBrokerOptions, type TestLogin } from './test-broker';
export { startTestPostgres, stopTestPostgres, TEST_POSTGRES_SETTING } from './test-postgres';
