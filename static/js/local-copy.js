// What one window has typed and the server has not confirmed, kept on this device.
// The name of the window stands in the key: two windows never write over each other.

const PREFIX = "carried:unsent:";

export class LocalCopy {
  constructor(subject, hand) {
    this.subject = `${PREFIX}${subject}:`;
    this.key = this.subject + hand;
  }

  save(left) {
    try {
      localStorage.setItem(this.key, JSON.stringify(left));
    } catch {
      // No room, or no leave to keep anything here: the server's copy is then the only one.
    }
  }

  clear() {
    forget(this.key);
  }

  // What windows of this page, closed or still open, left unsent; the oldest first.
  left() {
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at);
        if (key.startsWith(this.subject) && key !== this.key) found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
      }
    } catch {
      return [];
    }
    return found.sort((one, other) => one.at - other.at);
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // It was never there.
  }
}
