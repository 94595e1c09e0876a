package io.github.reactorchutes.test;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sees every byte and how the connection ends. */
final class Wire implements Closeable {

    enum End {
        FIN,
        RST,
        SILENCE
    }

    record Received(String text, End end) {

        String head() {
            return text.substring(0, text.indexOf("\r\n\r\n") + 4);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    static final String JSON = "{\"prompt\":\"fox\"}";

    private final Socket socket;

    Wire(ChutesEmulator emulator) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    Wire post() throws IOException {
        return post("/text2video", JSON);
    }

    Wire post(String path, String json) throws IOException {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-token\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + json);
    }

    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Read to the end of the connection. */
    Received readAll() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(received);
            return received(received, End.FIN);
        } catch (SocketTimeoutException e) {
            return received(received, End.SILENCE);
        } catch (SocketException e) {
            return received(received, End.RST);
        }
    }

    /** Read to the end of the connection, or until no byte came for so long. */
    Received readUntilSilence(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        return readAll();
    }

    /** Read until a text has arrived. */
    String readTo(String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(mark) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("Ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static Received received(ByteArrayOutputStream bytes, End end) {
        return new Received(bytes.toString(StandardCharsets.ISO_8859_1), end);
    }
}
