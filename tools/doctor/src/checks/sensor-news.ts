import { sqlCheck } from '../check';

interface Row {
  site_id: string;
  sensor: string;
  news: number;
  error: string | null;
}

export const sensorNews = sqlCheck<Row>({
  name: 'sensor-news',
  holds: 'no news of a sensor were given up',
  sql: `
    select site_id, sensor, count(*)::int as news, left((array_agg(last_error order by ended_at desc))[1], 300) as error
      from triggers.sensor_news where state = 'given-up' group by site_id, sensor`,
  words: ({ site_id, sensor, news, error }) =>
    `the sensor ${sensor} of the site ${site_id} gave up ${news} news, the last one: ${error}`,
});
