'use strict';
// Takes the place of VS Code's native logger, which would have to be compiled. Without a logger the Output
// channels, and with them the server's messages, never reach the disk.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class FileLogger {
  #file;
  #level = levels.indexOf('info');
  #raw = false;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#append('');
  }

  #append(text) {
    try {
      fs.appendFileSync(this.#file, text);
    } catch {
      // the test's folder is removed while the editor is still closing
    }
  }

  log(level, message) {
    if (level < this.#level) return;
    this.#append(this.#raw ? message : `${new Date().toISOString()} [${levels[level]}] ${message}\n`);
  }

  getLevel() { return this.#level; }
  setLevel(level) { this.#level = level; }
  clearFormatters() { this.#raw = true; }
  setPattern() {}
  flush() {}
  drop() {}
}

levels.forEach((name, level) => {
  FileLogger.prototype[name] = function (message) { this.log(level, message); };
});

const create = async (_name, file) => new FileLogger(file);

// VS Code imports this as a module, which finds only names that are assigned one by one.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = class extends FileLogger {
  constructor(_type, _name, file) { super(file); }
};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
