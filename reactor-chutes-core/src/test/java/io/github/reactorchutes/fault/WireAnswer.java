package io.github.reactorchutes.fault;

import io.github.reactorchutes.fixture.Videos;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A whole answer, byte by byte, which knows what each of its bytes is. */
final class WireAnswer {

    static final byte[] VIDEO = Videos.ofSize(60);

    private final String name;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** How many of the answer's bytes up to here are the video's. */
    private final List<Integer> videoBytes = new ArrayList<>(List.of(0));

    private int headLength;

    private WireAnswer(String name, String head) {
        this.name = name;
        framing(head);
        headLength = bytes.size();
    }

    /** Videos in all framings that tell their end. */
    static Stream<WireAnswer> videos() {
        return Stream.of(
                new WireAnswer("announced length", head("Content-Length: " + VIDEO.length)).video(0, VIDEO.length),
                new WireAnswer("one chunk", head("Transfer-Encoding: chunked"))
                        .chunk("3c", 0, VIDEO.length)
                        .framing("0\r\n\r\n"),
                new WireAnswer("chunks with extensions and trailers", head("Transfer-Encoding: chunked"))
                        .chunk("1", 0, 1)
                        .chunk("01E;name=\"value\"", 1, 31)
                        .chunk("1D", 31, VIDEO.length)
                        .framing("0000\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n"));
    }

    static WireAnswer error() {
        String body = "{\"detail\":\"broken\"}";
        return new WireAnswer(
                        "error",
                        "HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n")
                .framing(body);
    }

    private static String head(String framing) {
        return "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n" + framing + "\r\n\r\n";
    }

    private WireAnswer framing(String text) {
        for (byte next : text.getBytes(StandardCharsets.US_ASCII)) {
            append(next, 0);
        }
        return this;
    }

    private WireAnswer video(int from, int to) {
        for (int i = from; i < to; i++) {
            append(VIDEO[i], 1);
        }
        return this;
    }

    private WireAnswer chunk(String size, int from, int to) {
        return framing(size + "\r\n").video(from, to).framing("\r\n");
    }

    private void append(byte next, int video) {
        bytes.write(next);
        videoBytes.add(videoBytes.get(videoBytes.size() - 1) + video);
    }

    int length() {
        return bytes.size();
    }

    boolean hasHeadWithin(int sent) {
        return sent >= headLength;
    }

    int videoBytesWithin(int sent) {
        return videoBytes.get(sent);
    }

    byte[] upTo(int end) {
        return Arrays.copyOf(bytes.toByteArray(), end);
    }

    byte[] from(int start) {
        return Arrays.copyOfRange(bytes.toByteArray(), start, length());
    }

    @Override
    public String toString() {
        return name;
    }
}
