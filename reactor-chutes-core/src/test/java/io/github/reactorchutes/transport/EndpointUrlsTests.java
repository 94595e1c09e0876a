package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlsTests {

    @Test
    void usesThePlatformsOwnUrls() {
        EndpointUrls urls = new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false);

        assertThat(urls.urlOf(Endpoint.TEXT_TO_VIDEO)).hasToString("https://chutes-wan2-1-14b.chutes.ai/text2video");
        assertThat(urls.urlOf(Endpoint.IMAGE_TO_VIDEO)).hasToString("https://chutes-wan2-1-14b.chutes.ai/image2video");
        assertThat(urls.urlOf(Endpoint.FAST_IMAGE_TO_VIDEO))
                .hasToString("https://chutes-wan-2-2-i2v-14b-fast.chutes.ai/generate");
    }

    @ParameterizedTest
    @CsvSource({
        "https://proxy.example, https://proxy.example/text2video",
        "https://proxy.example/, https://proxy.example/text2video",
        "https://proxy.example:8443/a/b, https://proxy.example:8443/a/b/text2video",
        "https://proxy.example/a/b/, https://proxy.example/a/b/text2video",
        "https://proxy.example/a%20b, https://proxy.example/a%20b/text2video",
        "http://127.0.0.1:8080, http://127.0.0.1:8080/text2video",
        "http://localhost/x, http://localhost/x/text2video",
        "http://[::1]:81, http://[::1]:81/text2video",
        "HTTP://LocalHost, HTTP://LocalHost/text2video"
    })
    void putsTheEndpointsUnderTheBaseUrl(URI base, URI expected) {
        EndpointUrls urls = new EndpointUrls(base, Map.of(), Map.of(), Set.of(), false);

        assertThat(urls.urlOf(Endpoint.TEXT_TO_VIDEO)).isEqualTo(expected);
        assertThat(urls.urlOf(Endpoint.IMAGE_TO_VIDEO).getPath()).endsWith("/image2video");
        assertThat(urls.urlOf(Endpoint.FAST_IMAGE_TO_VIDEO).getPath()).endsWith("/generate");
    }

    @Test
    void prefersTheUrlOfTheEndpointToTheBaseUrl() {
        URI own = URI.create("https://own.example/x?model=fast");
        EndpointUrls urls = new EndpointUrls(
                URI.create("https://base.example"), Map.of(Endpoint.IMAGE_TO_VIDEO, own), Map.of(), Set.of(), false);

        assertThat(urls.urlOf(Endpoint.IMAGE_TO_VIDEO)).isEqualTo(own);
        assertThat(urls.urlOf(Endpoint.TEXT_TO_VIDEO)).hasHost("base.example");
    }

    @Test
    void movesEveryEndpointOfANameUnlessItHasAUrlItself() {
        URI own = URI.create("https://own.example/x");
        URI moved = URI.create("https://moved.example/y");
        EndpointUrls urls = new EndpointUrls(
                URI.create("https://base.example"),
                Map.of(Endpoint.IMAGE_TO_VIDEO, own),
                Map.of("mine", moved, "text-to-video", moved, "image-to-video", moved),
                Set.of(),
                false);

        assertThat(urls.urlOf(Endpoint.of("mine", URI.create("https://untrusted.example/"))))
                .isEqualTo(moved);
        assertThat(urls.urlOf(Endpoint.TEXT_TO_VIDEO)).isEqualTo(moved);
        assertThat(urls.urlOf(Endpoint.IMAGE_TO_VIDEO)).isEqualTo(own);
        assertThat(urls.urlOf(Endpoint.FAST_IMAGE_TO_VIDEO)).hasHost("base.example");
        assertThat(urls.configured()).contains(moved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative",
                "/relative",
                "//host/relative",
                "mailto:a@b.example",
                "ftp://host.example",
                "file:///etc/passwd",
                "https:///nohost",
                "https://user:secret@host.example",
                "https://user@host.example",
                "https://@host.example",
                "https://host.example/#fragment",
                "https://host.example/a?b=c",
                "https://under_score.example",
                "http://host.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.1@evil.example",
                "http://0.0.0.0",
                "http://[::2]",
                "http://10.0.0.1",
                "http://1270.0.0.1"
            })
    void refusesABaseUrlThatCannotBeUsed(URI base) {
        assertThatThrownBy(() -> new EndpointUrls(base, Map.of(), Map.of(), Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL")
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative",
                "ftp://host.example",
                "https://user:secret@host.example",
                "https://host.example/#fragment",
                "http://host.example"
            })
    void refusesAnEndpointUrlThatCannotBeUsed(URI url) {
        assertThatThrownBy(() -> new EndpointUrls(null, Map.of(Endpoint.TEXT_TO_VIDEO, url), Map.of(), Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text-to-video");
    }

    @ParameterizedTest
    @CsvSource({
        "relative, absolute",
        "localhost:8080, scheme http or https",
        "ftp://host.example, scheme http or https",
        "https:host.example, with a host",
        "https:///nohost, with a host",
        "https://:443/, with a host",
        "https://user:secret@host.example, no user-info",
        "https://under_score.example, underscore",
        "https://user:secret@under_score.example, no user-info",
        "https://host.example/#part, no fragment",
        "https://host.example:99999, between 1 and 65535 but has 99999",
        "https://host.example:0, between 1 and 65535 but has 0",
        "https://host.example:-1, between 1 and 65535 but has -1",
        "https://host.example:port, between 1 and 65535 but has port",
        "https://under_score.example:99999, 99999",
        "https://host.example./x, does not end with a dot",
        "https://256.1.1.1, valid host name or IP address",
        "https://a..b, valid host name or IP address",
        "https://-a.example, valid host name or IP address",
        "https://%C3%BC.example, valid host name or IP address",
        "https://stra\u00dfe.example, punycode",
        "https://a\u200db.example, punycode",
        "https://\u2100.example, can be encoded",
        "https://host.example?a=b, no query",
        "http://host.example, plain http"
    })
    void namesTheSettingAndTheTrueReason(URI base, String reason) {
        assertThatThrownBy(() -> new EndpointUrls(base, Map.of(), Map.of(), Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the base URL (baseUrl) ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void refusesALabelThatDnsCannotHold() {
        URI url = URI.create("https://" + "a".repeat(64) + ".example");

        assertThatThrownBy(() -> new EndpointUrls(url, Map.of(), Map.of(), Set.of(), false))
                .hasMessageContaining("valid host name or IP address");
    }

    @ParameterizedTest
    @CsvSource({
        "https://b\u00fccher.example, https://xn--bcher-kva.example/text2video",
        "https://B\u00dcCHER.example:8443/a, https://xn--bcher-kva.example:8443/a/text2video",
        "https://\u4f8b\u5b50.example, https://xn--fsqu00a.example/text2video",
        "https://host.example/\u00fc, https://host.example/%C3%BC/text2video",
        "https://b\u00fccher.example/\u00fc/, https://xn--bcher-kva.example/%C3%BC/text2video",
        "https://host.example:/a, https://host.example:/a/text2video",
        "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443/text2video",
        "https://xn--bcher-kva.example, https://xn--bcher-kva.example/text2video"
    })
    void encodesWhatIsNotAscii(URI base, URI expected) {
        assertThat(new EndpointUrls(base, Map.of(), Map.of(), Set.of(), false).urlOf(Endpoint.TEXT_TO_VIDEO))
                .isEqualTo(expected);
    }

    @Test
    void comparesTrustedHostsInTheirEncodedForm() {
        EndpointUrls urls = new EndpointUrls(null, Map.of(), Map.of(), Set.of("B\u00fccher.example"), false);

        assertThat(urls.urlOf(Endpoint.of("other", URI.create("https://xn--bcher-kva.example/x"))))
                .hasHost("xn--bcher-kva.example");
        assertThat(urls.urlOf(Endpoint.of("other", URI.create("https://b\u00fccher.example/x?q=\u00fc"))))
                .hasToString("https://xn--bcher-kva.example/x?q=%C3%BC");
    }

    @Test
    void showsNoPasswordOfATrustedHost() {
        assertThatThrownBy(
                        () -> new EndpointUrls(null, Map.of(), Map.of(), Set.of("https://me:secret@x.example"), false))
                .hasMessageContaining("***@x.example")
                .hasMessageNotContaining("secret");
    }

    @Test
    void callsTheManagementApiOfThePlatformOrBelowTheBaseUrl() {
        EndpointUrls platform = new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false);
        EndpointUrls proxied =
                new EndpointUrls(URI.create("https://proxy.example/v1/"), Map.of(), Map.of(), Set.of(), false);

        assertThat(platform.apiUrl(null)).isEqualTo("https://api.chutes.ai");
        assertThat(proxied.apiUrl(null)).isEqualTo("https://proxy.example/v1");
        assertThat(proxied.apiUrl(URI.create("https://api.example"))).isEqualTo("https://api.example");
        assertThatThrownBy(() -> platform.apiUrl(URI.create("http://api.example")))
                .hasMessageContaining("(apiUrl) is plain http to api.example");
        assertThatThrownBy(() -> platform.apiUrl(URI.create("https://api.example?x=y")))
                .hasMessageContaining("(apiUrl) must have no query");
    }

    @Test
    void callsAChuteOnItsHostOrBelowTheBaseUrl() {
        EndpointUrls platform = new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false);
        EndpointUrls proxied =
                new EndpointUrls(URI.create("https://proxy.example/v1/"), Map.of(), Map.of(), Set.of(), false);

        assertThat(platform.chuteUrl("my-painter", "/generate"))
                .isEqualTo(URI.create("https://my-painter.chutes.ai/generate"));
        assertThat(proxied.chuteUrl("my-painter", "generate"))
                .isEqualTo(URI.create("https://proxy.example/v1/my-painter/generate"));
    }

    /** The slug becomes a part of the host that receives the token. */
    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example/", "x@evil.example", "a.b", "-a", "a-", "a b", "\u00e4"})
    void refusesASlugThatLeadsElsewhere(String slug) {
        EndpointUrls urls = new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false);

        assertThatThrownBy(() -> urls.chuteUrl(slug, "/generate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the slug of a chute must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://x.example", "x.example:443", "x.example/y", "*.example", "", " x.example", "x_y.example"
            })
    void refusesAnInvalidTrustedHost(String host) {
        assertThatThrownBy(() -> new EndpointUrls(null, Map.of(), Map.of(), Set.of(host), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a trusted host (trustHost) must be a host name");
    }

    @Test
    void speaksPlainHttpToOtherHostsWhenAllowed() {
        EndpointUrls urls = new EndpointUrls(URI.create("http://host.example"), Map.of(), Map.of(), Set.of(), true);

        assertThat(urls.urlOf(Endpoint.TEXT_TO_VIDEO)).hasToString("http://host.example/text2video");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.chutes.ai/generate",
                "https://X.CHUTES.AI/generate",
                "https://a.b.chutes.ai:8443/generate",
                "https://trusted.example/generate",
                "https://Trusted.Example:9/generate"
            })
    void trustsThePlatformAndTheHostsNamed(URI url) {
        assertThat(urlOf(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evilchutes.ai/generate",
                "https://chutes.ai.evil.example/generate",
                "https://x.chutes.ai.evil.example/generate",
                "https://chutes.ai/generate",
                "https://x-chutes.ai/generate",
                "https://evil.example/x.chutes.ai",
                "https://sub.trusted.example/generate",
                "https://nottrusted.example/generate",
                "https://10.0.0.1/generate",
                "https://localhost/generate",
                "http://127.0.0.1/generate"
            })
    void doesNotTrustAnybodyElse(URI url) {
        assertThatThrownBy(() -> urlOf(url))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessageContaining("not trusted with the token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x.chutes.ai/generate", "http://trusted.example/generate"})
    void doesNotSpeakPlainHttpToATrustedHost(URI url) {
        assertThatThrownBy(() -> urlOf(url))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessageContaining("plain http");
    }

    @Test
    void trustsTheHostsOfTheConfiguredEndpoints() {
        URI sameHost = URI.create("https://base.example/other");
        EndpointUrls urls = new EndpointUrls(URI.create("https://Base.example"), Map.of(), Map.of(), Set.of(), false);

        assertThat(urls.urlOf(Endpoint.of("other", sameHost))).isEqualTo(sameHost);
    }

    @Test
    void doesNotTakeTheNameOfAnEndpointForTheEndpoint() {
        EndpointUrls urls = new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false);
        Endpoint impostor = Endpoint.of(Endpoint.TEXT_TO_VIDEO.name(), URI.create("https://evil.example/x"));

        assertThatThrownBy(() -> urls.urlOf(impostor)).isInstanceOf(InvalidVideoRequestException.class);
    }

    private static URI urlOf(URI url) {
        return new EndpointUrls(null, Map.of(), Map.of(), Set.of("TRUSTED.example"), false)
                .urlOf(Endpoint.of("other", url));
    }
}
