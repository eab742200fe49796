import { defineConfig } from '@playwright/test';
import journeys from './playwright.config';

/** Every page, wide and narrow, into `screenshots`, to be looked at. */
export default defineConfig({ ...journeys, testMatch: 'screenshots.ts' });
