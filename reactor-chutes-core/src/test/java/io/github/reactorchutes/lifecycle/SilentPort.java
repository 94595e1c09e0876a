package io.github.reactorchutes.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A port whose backlog is full: whoever connects hears nothing. */
final class SilentPort implements AutoCloseable {

    private final ServerSocket socket;

    private final List<Socket> fillers = new ArrayList<>();

    private SilentPort(ServerSocket socket) {
        this.socket = socket;
    }

    static SilentPort open() throws IOException {
        SilentPort port = new SilentPort(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        port.fill();
        return port;
    }

    private void fill() throws IOException {
        for (int i = 0; i < 16; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("the backlog does not fill");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        socket.close();
    }
}
