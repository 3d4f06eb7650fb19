export interface Heading {
  readonly anchor: string;
  readonly depth: number;
  readonly text: string;
}

/** What every page of the documentation tells about itself. Pages are made by `scripts/pages.ts`. */
export interface PageHeadings {
  /** Where the page is below `/docs`. */
  readonly slug: string;
  readonly headings: readonly Heading[];
}
