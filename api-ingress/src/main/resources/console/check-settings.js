// What an app can choose for its checks: the check, the setting, its default, least and most. A
// test holds them against those that the service takes.

export const CHECKS = ['blocked', 'spam', 'sequential', 'conversion', 'geography'];

export const MODES = ['enforce', 'shadow', 'off'];

export const SETTINGS = [
  ['sequential', 'distinct', 8, 3, 400],
  ['sequential', 'window', 50, 5, 500],
  ['sequential', 'minutes', 10, 1, 720],
  ['sequential', 'slow_distinct', 20, 3, 400],
  ['sequential', 'slow_window', 200, 5, 500],
  ['sequential', 'slow_minutes', 360, 1, 720],
  ['sequential', 'block_hours', 12, 0, 720],
  ['spam', 'owners', 5, 2, 100],
  ['spam', 'owners_minutes', 10, 1, 720],
  ['spam', 'requests', 15, 2, 900],
  ['spam', 'requests_minutes', 60, 1, 720],
  ['spam', 'victim_block_hours', 1, 0, 720],
  ['spam', 'burst', 30, 3, 900],
  ['spam', 'burst_factor', 3, 1, 100],
  ['spam', 'block_hours', 12, 0, 720],
  ['spam', 'templates', 1, 0, 1],
  ['conversion', 'volume', 20, 5, 100000],
  ['conversion', 'country_volume', 50, 5, 1000000],
  ['conversion', 'hours', 24, 1, 24],
  ['conversion', 'percent', 25, 1, 90],
];
