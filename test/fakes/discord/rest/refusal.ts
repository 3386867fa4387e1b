/** Discord's answer to a request that it does not take. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly details: object;

  constructor(status: number, code: number, message: string, details: object = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function refuse(status: number, code: number, message: string, details: object = {}): never {
  throw new Refusal(status, code, message, details);
}
