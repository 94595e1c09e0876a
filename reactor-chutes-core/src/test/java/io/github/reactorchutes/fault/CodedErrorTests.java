package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Error answers that are not plain UTF-8, read on an event loop, where nothing may block. */
@Tag("watched")
class CodedErrorTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void areDecodedFromGzip() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write("{\"detail\":\"no\"}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(answered("Content-Encoding: gzip", body.toByteArray()).detail())
                .isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({
        "gbk, gbk",
        "shift_jis, shift_jis",
        "utf-16, utf-16le",
        "windows-1251, windows-1251",
        "no-such-charset, utf-8"
    })
    void areDecodedFromTheirCharset(String declared, String charset) throws IOException {
        byte[] body = "no \u0434\u0430".getBytes(Charset.forName(charset));

        assertThat(answered("Content-Type: text/plain; charset=" + declared, body)
                        .detail())
                .isEqualTo("no \u0434\u0430");
    }

    private ChutesResponseException answered(String header, byte[] body) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection
                    .write("HTTP/1.1 400 X\r\n" + header + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .write(body)
                    .awaitClientClose();
        })) {
            return Calls.failure(ChutesResponseException.class, clients.client(server.url()), Requests.text());
        }
    }
}
