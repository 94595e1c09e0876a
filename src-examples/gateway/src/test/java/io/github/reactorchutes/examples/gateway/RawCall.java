package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A form posted over a bare socket, which sees what a browser hides. */
final class RawCall implements AutoCloseable {

    private final Socket socket = new Socket();

    private RawCall(int port, String path, String... headers) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        send(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1));
    }

    static RawCall post(int port, String path, String form) throws IOException {
        RawCall call = begin(
                port, path, "Content-Type: application/x-www-form-urlencoded", "Content-Length: " + form.length());
        call.send(form.getBytes(ISO_8859_1));
        return call;
    }

    /** Send the head of a request, whose body is to follow. */
    static RawCall begin(int port, String path, String... headers) throws IOException {
        return new RawCall(port, path, headers);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Send what the server takes: when it has refused, it closes the connection, maybe in the middle. */
    void offer(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException theAnswerSaysWhy) {
            return;
        }
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

    /** Read to the end of the connection, or to its reset: whoever is refused in the middle of an upload sees one. */
    String readAll() {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(received);
        } catch (IOException reset) {
            return received.toString(ISO_8859_1);
        }
        return received.toString(ISO_8859_1);
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
