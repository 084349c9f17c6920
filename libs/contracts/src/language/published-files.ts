import { ERROR_CODES } from '../error-codes';
import { ROUTES } from '../http/routes';
import { EVENTS, REQUESTS } from '../published-language';
import { operationEndedNews } from '../requests/operations';
import { sensorNewsBell } from '../requests/sensors';
import { operationEndedSubject, sensorNewsSubject } from '../subjects';
import { codeShapes, messageShapes, type PublishedShapes, routeShapes } from './published-shapes';

/** The files of `libs/contracts/published`, with the shapes of today. */
export const PUBLISHED: Readonly<Record<string, () => PublishedShapes>> = {
  'messages.json': () =>
    messageShapes(REQUESTS, EVENTS, {
      [operationEndedSubject('SITE').replace('SITE', '*')]: operationEndedNews,
      [sensorNewsSubject('SITE').replace('SITE', '*')]: sensorNewsBell,
    }),
  'routes.json': () => routeShapes(ROUTES),
  'codes.json': () => codeShapes(ERROR_CODES),
};
