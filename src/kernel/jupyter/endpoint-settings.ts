import { ServerConnection } from "@jupyterlab/services";
import type { Endpoint } from "./server-process.ts";
import { type SocketEvents, unixWebSocket } from "./unix-transport.ts";

/** How the library reaches the server by requests alone. */
export function httpSettings({ token, fetch }: Endpoint): ServerConnection.ISettings {
  const baseUrl = "http://localhost/";
  return ServerConnection.makeSettings({ baseUrl, wsUrl: "ws://localhost/", token, appendToken: true, fetch });
}

/**
 * How the library reaches the server by requests and a socket.
 * @param hear is given each message before the library has it
 */
export function socketSettings(
  server: Endpoint,
  events: SocketEvents,
  hear: (raw: unknown) => void,
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
        return message;
      },
    },
  };
}
