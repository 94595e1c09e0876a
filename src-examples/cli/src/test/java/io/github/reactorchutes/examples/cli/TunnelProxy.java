package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy that connects every host to one port of this machine. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket socket;

    private final int target;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final List<String> heads = new CopyOnWriteArrayList<>();

    private TunnelProxy(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    static TunnelProxy to(int port) throws IOException {
        TunnelProxy proxy = new TunnelProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Return the head of each request to connect. */
    List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> tunnel(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void tunnel(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            heads.add(head(client.getInputStream()));
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(server, client));
            copy(client, server);
        } catch (IOException broken) {
            // the client reports it
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        } catch (IOException closed) {
            // the other side ended
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
