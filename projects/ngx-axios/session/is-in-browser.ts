import { isPlatformBrowser } from '@angular/common';
import { inject, PLATFORM_ID } from '@angular/core';

/** Whether the application runs on a page, and not on a server that renders one for somebody. Asked in an injection context. */
export function isInBrowser(): boolean {
  return isPlatformBrowser(inject(PLATFORM_ID));
}
