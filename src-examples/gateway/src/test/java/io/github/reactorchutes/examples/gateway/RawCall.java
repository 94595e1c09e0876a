package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A form posted over a bare socket, which sees what a browser hides. */
final class RawCall implements AutoCloseable {

    private final Socket socket = new Socket();

    private RawCall(int port, String path, String form) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    }

    static RawCall post(int port, String path, String form) throws IOException {
        return new RawCall(port, path, form);
    }

    /** Read the first byte of the answer, and so wait for it. */
    void awaitAnswer() throws IOException {
        if (socket.getInputStream().read() != 'H') {
            throw new IOException("no answer");
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    /** Read to the end of the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Read to the end of the connection, or to its reset. */
    long skipAll() {
        long skipped = 0;
        byte[] piece = new byte[64 * 1024];
        try {
            InputStream answer = socket.getInputStream();
            for (int read = answer.read(piece); read >= 0; read = answer.read(piece)) {
                skipped += read;
            }
        } catch (IOException reset) {
            return skipped;
        }
        return skipped;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
