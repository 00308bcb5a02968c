// Amounts and days as French software writes them.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatEuros, formatWait } from '../../server/contract/format.ts';
import { addDays, dayInFrance, isWorkingDay, nextWorkingDay, parseDay } from '../../server/domain/days.ts';
import { parseEuros } from '../../server/domain/money.ts';
import { plainSpaces } from '../support/french.ts';

describe('parseEuros', () => {
  it.each([
    ['243,11', 24311], ['243.11', 24311], ['243', 24300], ['0,5', 50], ['0,05', 5], ['007', 700], [' 12,30 € ', 1230], ['12€', 1200],
    ['1 234,50 €', 123450], ['1\u00a0234,50\u00a0€', 123450], ['1\u202f234,50\u202f€', 123450], ['1\u2009234,50', 123450], ['1 234.50', 123450],
    ['1.234,50', 123450], ['1,234.50', 123450], ['12 345 678', null], ['123 456,7', 12345670], ['999999,99', 99999999], ['1000000', null],
    ['12,3,4', null], ['-5', null], ['−5', null], ['1e9', null], ['1,23E+05', null], ['NaN', null], ['Infinity', null], ['0,005', null], ['243,110', null],
    ['', null], [' ', null], ['€', null], [',5', null], ['5,', null], ['12 34', null], ['1.2.3', null], ['0x10', null], ['１２', null], ['٣', null],
    ['1.234', null], ['1,234', null], ['1.234.567', null], ['12 €5', null], ['5 $', null], ['=5', null], ['12\n13', null],
  ])('%j → %j', (text, cents) => expect(parseEuros(text)).toBe(cents));

  test('reads back every amount that we write', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => parseEuros(formatEuros(cents)) === cents));
  });

  test('never answers anything but cents or null', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789,. €-e\u00a0') }), (text) => {
      const cents = parseEuros(text);
      return cents === null || (Number.isSafeInteger(cents) && cents >= 0 && cents <= 99_999_999);
    }), { numRuns: 2_000 });
  });
});

describe('parseDay', () => {
  it.each([
    ['31/01/2026', '2026-01-31'], ['1/2/2026', '2026-02-01'], ['10/07/17', '2017-07-10'], ['31-01-2026', '2026-01-31'], ['31.01.2026', '2026-01-31'],
    [' 2026-01-31 ', '2026-01-31'], ['2026-01-31T10:00:00', '2026-01-31'], ['2026-01-31 10:00', '2026-01-31'],
    ['29/02/2024', '2024-02-29'], ['29/02/2000', '2000-02-29'], ['29/02/2026', null], ['29/02/2100', null], ['31/02/2026', null], ['31/04/2026', null],
    ['32/01/2026', null], ['00/01/2026', null], ['01/13/2026', null], ['10/07/0217', null], ['0217-07-10', null], ['10/07/217', null], ['10/07/1999', null],
    ['10/07/2100', null], ['45000', null], ['', null], ['demain', null], ['2026/01/31', null], ['10/07', null], ['-1/01/2026', null],
  ])('%j → %j', (text, day) => expect(parseDay(text)).toBe(day));

  test('reads back every day of the years it knows', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, 10);
      const french = iso.split('-').reverse().join('/');
      return parseDay(french) === iso && parseDay(iso) === iso;
    }));
  });
});

test.each([
  ['2026-07-10T21:59:00Z', '2026-07-10'], ['2026-07-10T22:00:00Z', '2026-07-11'], ['2026-01-10T22:59:00Z', '2026-01-10'], ['2026-01-10T23:00:00Z', '2026-01-11'],
  ['2026-03-29T00:59:00Z', '2026-03-29'], ['2026-10-25T22:59:00Z', '2026-10-25'],
])('at %s it is the %s in France', (instant, day) => expect(dayInFrance(new Date(instant))).toBe(day));

describe('working days', () => {
  it.each([
    [2008, '2008-03-24 2008-05-01 2008-05-12'], [2011, '2011-04-25 2011-06-02 2011-06-13'], [2024, '2024-04-01 2024-05-09 2024-05-20'], [2025, '2025-04-21 2025-05-29 2025-06-09'], [2026, '2026-04-06 2026-05-14 2026-05-25'],
    [2027, '2027-03-29 2027-05-06 2027-05-17'], [2038, '2038-04-26 2038-06-03 2038-06-14'], [2049, '2049-04-19 2049-05-27 2049-06-07'], [2076, '2076-04-20 2076-05-28 2076-06-08'], [2100, '2100-03-29 2100-05-06 2100-05-17'],
  ])('in %i, the holidays that follow Easter are %s', (_, days) => {
    for (const day of days.split(' ')) expect([isWorkingDay(day), isWorkingDay(addDays(day, 1))], day).toEqual([false, true]);
  });

  test('of 2026, those that are not worked from Monday to Friday are the public holidays', () => {
    const week = Array.from({ length: 365 }, (_, rank) => addDays('2026-01-01', rank)).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
    expect(week.filter((day) => !isWorkingDay(day))).toEqual(['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-11-11', '2026-12-25']);
  });

  it.each([
    ['2026-11-26', '2026-11-27'], ['2026-11-27', '2026-11-30'], ['2026-11-28', '2026-11-30'], ['2026-11-29', '2026-11-30'], ['2026-04-30', '2026-05-04'], ['2026-05-13', '2026-05-15'], ['2027-12-31', '2028-01-03'], ['2030-12-24', '2030-12-26'],
  ])('the one after %s is %s', (day, next) => expect(nextWorkingDay(day)).toBe(next));
});

it.each([
  [0, '0 minute'], [1, '1 minute'], [12, '12 minutes'], [59, '59 minutes'], [60, '1 heure'], [61, '1 heure et 1 minute'], [65, '1 heure et 5 minutes'], [119, '1 heure et 59 minutes'],
  [120, '2 heures'], [121, '2 heures et 1 minute'], [1_440, '24 heures'],
])('a wait of %i minutes is « %s »', (minutes, words) => expect(plainSpaces(formatWait(minutes))).toBe(words));
