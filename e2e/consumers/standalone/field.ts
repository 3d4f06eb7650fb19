/** What the page shows, as a signal: without zone.js nothing else tells Angular. */
export { signal as field } from '@angular/core';
