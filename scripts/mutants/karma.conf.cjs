const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const library = require('../../projects/ngx-axios/karma.conf.cjs');

/** In the sandbox, where the processes that run mutants meet. */
const TIMES = 'spec-times.json';

/** Measures the specs in the first run, which has no mutant, and tells the page of every later one. */
function SpecTimes({ client }) {
  this.adapters = []; // Karma adds to it
  let times = {};
  this.onRunStart = () => {
    times = {};
    if (existsSync(TIMES)) client.specTimes = JSON.parse(readFileSync(TIMES, 'utf8'));
  };
  this.onSpecComplete = (_browser, { id, time }) => (times[id] = time);
  this.onRunComplete = () => {
    if (!client.specTimes) writeFileSync(TIMES, JSON.stringify(times));
  };
}
SpecTimes.$inject = ['config'];

/** The library's Karma configuration, with the specs in the order and with the patience that suit mutants. */
module.exports = async (config) => {
  await library(config);
  config.set({
    plugins: [...config.plugins, { 'reporter:spec-times': ['type', SpecTimes] }],
    reporters: ['spec-times'],
  });
  // Into the array that there is: the builder puts it back after this function.
  config.files.unshift({ pattern: join(__dirname, 'quickest-first.js'), type: 'module', watched: false });
};
