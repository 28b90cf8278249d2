/** What stops the set-up, said so that a person can act on it. */
export class SetupProblem extends Error {
  /**
   * @param {object} said
   * @param {string} said.what what is wrong
   * @param {string} said.where the folder, file or command that it is about
   * @param {string} said.hint what to do about it
   */
  constructor({ what, where, hint }) {
    super(`${what}\n  where: ${where}\n  do:    ${hint}`);
    this.name = "SetupProblem";
  }
}

/**
 * Tells the person at the terminal something. Always on stderr: stdout belongs to the program that is started.
 * @param {string} message one line or several
 */
export function say(message) {
  process.stderr.write(`hls-cloud: ${message}\n`);
}
