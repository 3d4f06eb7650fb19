import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';

const LANGUAGES = { sh: bash, bash, json, ts: typescript, html: xml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** Code as HTML, its parts told apart by classes; as it is in a language that is none of ours. */
export function highlighted(code: string, language: string | undefined): string {
  return hljs.getLanguage(language ?? '')
    ? hljs.highlight(code, { language: language! }).value
    : code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
