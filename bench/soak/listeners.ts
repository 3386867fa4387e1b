import { EventEmitter, getEventListeners } from "node:events";

type Target = EventTarget | EventEmitter;

/** Everything that was ever listened to and is still there. */
const heard = new Set<WeakRef<Target>>();
const known = new WeakSet<Target>();

follow(EventTarget.prototype, "addEventListener");
for (const name of ["on", "addListener", "once", "prependListener"] as const) follow(EventEmitter.prototype, name);

/** How many listeners there are, of signals, sockets, streams and all else that tells of events. */
export function listenerCount(): number {
  let count = 0;
  for (const ref of heard) {
    const target = ref.deref();
    if (target === undefined) heard.delete(ref);
    else count += listenersOf(target);
  }
  return count;
}

function listenersOf(target: Target): number {
  if (!(target instanceof EventEmitter)) return getEventListeners(target, "abort").length;
  return target.eventNames().reduce((sum, name) => sum + target.listenerCount(name), 0);
}

/** Remembers whose listeners are added by this method. */
function follow<Owner extends object>(owner: Owner, name: keyof Owner): void {
  const add = owner[name] as (this: Target, ...args: unknown[]) => unknown;
  const followed = function (this: Target, ...args: unknown[]): unknown {
    if (!known.has(this)) {
      known.add(this);
      heard.add(new WeakRef(this));
    }
    return add.apply(this, args);
  };
  Object.defineProperty(owner, name, { value: followed, writable: true, configurable: true });
}
