package io.github.reactorchutes.transport;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The bounded content of a response. */
final class QueryContent {

    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Append a piece; event loop only. */
    void append(ByteBuf content) {
        if (bytes.size() + content.readableBytes() > MAX_BYTES) {
            throw new UnusableContentException("larger than " + MAX_BYTES + " bytes");
        }
        byte[] piece = new byte[content.readableBytes()];
        content.readBytes(piece);
        bytes.writeBytes(piece);
    }

    /** Parse the content, which can take long. The exception of the parser is omitted, because it quotes the content. */
    JsonNode json() {
        if (bytes.size() == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(bytes.toByteArray());
        } catch (JacksonException malformed) {
            throw new UnusableContentException("not JSON");
        }
    }
}
