import { ServerConnection } from "@jupyterlab/services";
import { record } from "../messages.ts";
import type { Endpoint } from "./server-process.ts";
import { type SocketEvents, unixWebSocket } from "./unix-transport.ts";

/** How the library reaches the server by requests alone. */
export function httpSettings({ token, fetch }: Endpoint): ServerConnection.ISettings {
  const baseUrl = "http://localhost/";
  return ServerConnection.makeSettings({ baseUrl, wsUrl: "ws://localhost/", token, appendToken: true, fetch });
}

/**
 * How the library reaches the server by requests and a socket.
 * @param hear is given each message before the library has it, with the display's id that the library never has
 */
export function socketSettings(
  server: Endpoint,
  events: SocketEvents,
  hear: (raw: object) => void,
): ServerConnection.ISettings {
  const settings = httpSettings(server);
  const { serializer } = settings;
  return {
    ...settings,
    // Of a browser's socket the library uses what `ws` has too; only the types of the two differ.
    WebSocket: unixWebSocket(server.socketPath, events) as unknown as ServerConnection.ISettings["WebSocket"],
    serializer: {
      serialize: (message, protocol) => serializer.serialize(message, protocol),
      deserialize: (data, protocol) => {
        const message = serializer.deserialize(data, protocol);
        hear(message);
        forgetDisplayId(message);
        return message;
      },
    },
  };
}

/** The library keeps, for ever, which requests a display's id came with, and goes through all of them at each message. */
function forgetDisplayId(message: unknown): void {
  delete record(record(record(message)["content"])["transient"])["display_id"];
}
