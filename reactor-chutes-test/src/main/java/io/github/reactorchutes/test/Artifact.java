package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;

/**
 * The result of an operation.
 *
 * @param body the bytes
 * @param contentType their media type
 * @param version changes the entity tag
 */
record Artifact(ReplyBody body, String contentType, String version) {

    String tag() {
        return "\"" + Sha256.hex(version.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + "\"";
    }

    Artifact changed() {
        return new Artifact(body, contentType, version + "'");
    }

    /** Answer a GET or HEAD of the whole or of one range. */
    Reply reply(RecordedRequest request) {
        Reply reply = slice(request);
        return request.method().equals("HEAD") ? withoutBody(reply) : reply;
    }

    private Reply slice(RecordedRequest request) {
        ByteRange range = request.header("Range")
                .filter(sent -> request.header("If-Range").map(tag()::equals).orElse(true))
                .map(sent -> ByteRange.parse(sent, body.length()))
                .orElse(ByteRange.ALL);
        if (range.equals(ByteRange.ALL)) {
            return described(200, body);
        }
        if (range.equals(ByteRange.UNSATISFIABLE)) {
            return described(416, ReplyBody.EMPTY).withHeader("Content-Range", "bytes */" + body.length());
        }
        return described(206, body.slice(range.from(), range.length()))
                .withHeader("Content-Range", range.header(body.length()));
    }

    private Reply described(int status, ReplyBody bytes) {
        return Reply.of(status)
                .withHeader("Content-Type", contentType)
                .withHeader("Content-Disposition", "inline; filename=\"artifact-0\"")
                .withHeader("ETag", tag())
                .withHeader("Accept-Ranges", "bytes")
                .withHeader("Cache-Control", "private, no-store, no-transform")
                .with(plan -> plan.body = bytes);
    }

    private static Reply withoutBody(Reply reply) {
        ReplyBody body = reply.plan.body;
        return reply.withContentLength(body == null ? 0 : body.length()).with(plan -> plan.body = ReplyBody.EMPTY);
    }
}
