package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A form posted over a bare socket, which sees what a browser hides. */
final class RawCall implements AutoCloseable {

    static final String BOUNDARY = "gateway-test";

    private final Socket socket = new Socket();

    private RawCall(int port, String client) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(20_000);
        socket.bind(new InetSocketAddress(client, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Connect from an address of the loopback, such as 127.0.0.2, and send nothing. */
    static RawCall connect(int port, String client) throws IOException {
        return new RawCall(port, client);
    }

    static RawCall post(int port, String path, String form) throws IOException {
        RawCall call = begin(
                port, path, "Content-Type: application/x-www-form-urlencoded", "Content-Length: " + form.length());
        call.send(form.getBytes(ISO_8859_1));
        return call;
    }

    /** Send the head of a request, whose body is to follow. */
    static RawCall begin(int port, String path, String... headers) throws IOException {
        return beginFrom("127.0.0.1", port, path, headers);
    }

    /** Send the head of a request from an address of the loopback. */
    static RawCall beginFrom(String client, int port, String path, String... headers) throws IOException {
        RawCall call = connect(port, client);
        call.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n");
        return call;
    }

    /** Begin a form whose image does not come to its end: a part of a multipart body, without the last boundary. */
    static RawCall stalledUpload(String client, int port, int imageBytes) throws IOException {
        RawCall call = beginFrom(
                client,
                port,
                "/videos",
                "Content-Type: multipart/form-data; boundary=" + BOUNDARY,
                "Transfer-Encoding: chunked");
        call.sendPart("image", imageBytes);
        return call;
    }

    /** Send the head of a part with a file name and bytes of it, as a chunk. */
    void sendPart(String name, int bytes) throws IOException {
        sendChunk(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
                        + "\"; filename=\"fox.png\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(ISO_8859_1));
        sendChunk(new byte[bytes]);
        sendChunk("\r\n".getBytes(ISO_8859_1));
    }

    /** Send a chunk as far as the server takes it. */
    void sendChunk(byte[] bytes) {
        offer((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        offer(bytes);
        offer("\r\n".getBytes(ISO_8859_1));
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /** Send a byte repeatedly until the server responds or closes the connection; return the response. */
    String drip(byte[] piece) {
        try {
            socket.setSoTimeout(20);
            long end = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() < end) {
                offer(piece);
                try {
                    int first = socket.getInputStream().read();
                    socket.setSoTimeout(20_000);
                    return first < 0 ? "" : (char) first + readAll();
                } catch (SocketTimeoutException noAnswerYet) {
                    // goes on
                }
            }
            return "still open";
        } catch (IOException closed) {
            return "";
        }
    }

    /** Send again and again, and return whether the server closes the connection meanwhile. */
    boolean dripUntilClosed(byte[] piece) throws IOException {
        socket.setSoTimeout(20);
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            offer(piece);
            try {
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException stillOpen) {
                // goes on
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }

    /** Return whether the server closes the connection, which is waited for. */
    boolean isClosedByServer() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Return whether the server has closed the connection by now, without an answer. */
    boolean isClosedNow() {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
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

    /** Wait for the first byte of the response. */
    void awaitAnswer() throws IOException {
        if (socket.getInputStream().read() != 'H') {
            throw new IOException("no answer");
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    /** Read to the end of the connection or its reset, which follows a rejection in the middle of an upload. */
    String readAll() {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(20_000);
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
