/** A message that a platform should show; its key stays the same for as long as the answer is drawn. */
export interface Wanted<Body> {
  readonly key: string;
  readonly body: Body;
  /** Whether more of it may come. */
  readonly open: boolean;
}

/** A message as far as it is known to have been posted. */
export interface Posted<Body> extends Wanted<Body> {
  /**
   * "intended": a post was begun and nobody knows whether it arrived; "pending": an upload that the platform has and
   * does not show yet.
   */
  readonly state: "intended" | "pending" | "visible";
  /** False after a change that may or may not have arrived. */
  readonly sure: boolean;
}

export type Operation<Body> =
  /** Looks for a message that may have been posted already. */
  | { readonly kind: "find"; readonly key: string }
  | { readonly kind: "post"; readonly key: string; readonly body: Body; readonly open: boolean }
  /** Adds `addition` to the end of an open message, which makes it `body`. */
  | {
      readonly kind: "append";
      readonly key: string;
      readonly addition: Body;
      readonly body: Body;
      readonly open: boolean;
    }
  | { readonly kind: "edit"; readonly key: string; readonly body: Body; readonly open: boolean }
  | { readonly kind: "close"; readonly key: string }
  | { readonly kind: "delete"; readonly key: string }
  /** Waits, for a bounded time, until a pending upload is visible. */
  | { readonly kind: "watch"; readonly key: string };

/** What a platform's messages can do. */
export interface Medium<Body> {
  same(posted: Body, wanted: Body): boolean;
  /** What has to be appended to `posted` to make it `wanted`; undefined where that cannot be done. */
  addition(posted: Body, wanted: Body): Body | undefined;
  /** Whether this body is uploaded: never edited, and followed by nothing before it is visible. */
  uploaded(body: Body): boolean;
}

/**
 * The fewest operations that bring the posted messages closer to the wanted ones, first things first. Messages are
 * only ever added at the end. What must wait for an unsure post or a pending upload is left to the next call, so an
 * empty list means that all is shown.
 */
export function reconcile<Body>(
  posted: readonly Posted<Body>[],
  wanted: readonly Wanted<Body>[],
  medium: Medium<Body>,
): readonly Operation<Body>[] {
  const unsure = posted.filter((message) => message.state === "intended");
  if (unsure.length > 0) return unsure.map(({ key }) => ({ kind: "find", key }));
  const targets = new Map(wanted.map((message) => [message.key, message]));
  const changes = changesOf(posted, targets, medium);
  const deleted = new Set(changes.filter(({ kind }) => kind === "delete").map(({ key }) => key));
  const standing = posted.filter(({ key }) => !deleted.has(key));
  const pending = standing.filter(({ state }) => state === "pending");
  if (pending.length > 0) return [...changes, ...pending.map(({ key }) => ({ kind: "watch", key }) as const)];
  return [...changes, ...posts(standing, wanted, medium)];
}

/** What is known to be posted once an operation has been performed, or begun. */
export function withPosted<Body>(posted: readonly Posted<Body>[], message: Posted<Body>): readonly Posted<Body>[] {
  const known = posted.some(({ key }) => key === message.key);
  return known ? posted.map((other) => (other.key === message.key ? message : other)) : [...posted, message];
}

/** An upload that must be replaced goes, and all behind it with it, last first: what is posted anew stands at the end. */
function changesOf<Body>(
  posted: readonly Posted<Body>[],
  targets: ReadonlyMap<string, Wanted<Body>>,
  medium: Medium<Body>,
): readonly Operation<Body>[] {
  const changes = posted.map((message) => change(message, targets.get(message.key), medium));
  const replaced = posted.findIndex(({ key, body }, at) => {
    const wanted = targets.get(key);
    return (
      wanted !== undefined &&
      changes[at]?.[0]?.kind === "delete" &&
      (medium.uploaded(body) || medium.uploaded(wanted.body))
    );
  });
  if (replaced < 0) return changes.flat();
  const behind = posted.slice(replaced).toReversed();
  return [...changes.slice(0, replaced).flat(), ...behind.map(({ key }) => ({ kind: "delete", key }) as const)];
}

function change<Body>(
  posted: Posted<Body>,
  wanted: Wanted<Body> | undefined,
  medium: Medium<Body>,
): readonly Operation<Body>[] {
  const { key } = posted;
  if (wanted === undefined) return [{ kind: "delete", key }];
  const { body } = wanted;
  const open = posted.open && wanted.open;
  const sure = posted.sure || medium.uploaded(posted.body);
  if (sure && medium.same(posted.body, body)) return posted.open && !open ? [{ kind: "close", key }] : [];
  if (medium.uploaded(posted.body) || medium.uploaded(body)) return [{ kind: "delete", key }];
  const addition = posted.open && sure ? medium.addition(posted.body, body) : undefined;
  if (addition !== undefined) return [{ kind: "append", key, addition, body, open }];
  return [{ kind: "edit", key, body, open }];
}

function posts<Body>(
  standing: readonly Posted<Body>[],
  wanted: readonly Wanted<Body>[],
  medium: Medium<Body>,
): readonly Operation<Body>[] {
  const shown = new Set(standing.map(({ key }) => key));
  const missing = wanted.filter(({ key }) => !shown.has(key));
  const upload = missing.findIndex(({ body }) => medium.uploaded(body));
  const now = upload < 0 ? missing : missing.slice(0, upload + 1);
  return now.map(({ key, body, open }) => ({ kind: "post", key, body, open }));
}
