/** Milliseconds of a file of a log that is read here. nginx names it after the clock, without the seconds' last digit. */
export const LOG_PERIOD = 10000;
