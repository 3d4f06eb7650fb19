/** The page that the application lives in: what the library asks a document for. */
export class Page extends EventTarget {
  readonly baseURI = 'https://app.test/';
  readonly defaultView = new EventTarget();
  hidden = false;

  /** Somebody looks at another tab, or at this one again. */
  show(isShown: boolean): void {
    this.hidden = !isShown;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}
