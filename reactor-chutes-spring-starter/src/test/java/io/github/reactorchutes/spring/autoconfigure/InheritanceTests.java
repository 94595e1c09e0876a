package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Metadata;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.spring.properties.EndpointProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.mock.env.MockEnvironment;

class InheritanceTests {

    /** A value for each type that differs from every default. */
    private static final Map<String, String> OTHER = Map.of(
            "java.time.Duration", "7m",
            "java.lang.Integer", "13",
            "java.lang.Long", "14",
            "java.lang.Double", "1.5",
            "java.lang.Float", "77",
            "java.lang.String", "other",
            "java.nio.file.Path", "/other",
            "org.springframework.util.unit.DataSize", "7MB",
            "java.net.URI", "https://other.example.com/x",
            "java.util.Set<java.lang.String>", "other.example.com");

    @Test
    void hasASampleOfEveryType() {
        assertThat(Metadata.ofClients())
                .isNotEmpty()
                .allSatisfy(property -> assertThat(other(property))
                        .as(property.name())
                        .isNotNull()
                        .isNotEqualTo(property.defaultValue()));
    }

    @Test
    void inheritsWhatItDoesNotSet() {
        for (Metadata property : Metadata.ofClients()) {
            assertThat(read(property, List.of(property.name() + "=" + other(property))))
                    .as(property.name())
                    .isEqualTo(read(property, List.of(own(property) + "=" + other(property))))
                    .isNotEqualTo(read(property, List.of()));
        }
    }

    @Test
    void keepsItsOwnValueEvenIfThatIsTheDefault() {
        for (Metadata property : Metadata.ofClients()) {
            if (property.defaultValue() != null && !property.name().endsWith(".url")) {
                assertThat(read(
                                property,
                                List.of(
                                        property.name() + "=" + other(property),
                                        own(property) + "=" + property.defaultValue())))
                        .as(property.name())
                        .isEqualTo(read(property, List.of()));
            }
        }
    }

    @Test
    void replacesAnInheritedTokenFileByATokenAndInheritedUrlsByABaseUrl() {
        Contexts.bare()
                .withPropertyValues(
                        "chutes.endpoints.text-to-video.url=https://all.example.com/x",
                        "chutes.clients.a.api-token=a",
                        "chutes.clients.a.base-url=https://own.example.com")
                .run(context -> assertThat(context.getBean(ChutesClients.class)
                                .status("a")
                                .endpoints()
                                .values())
                        .allSatisfy(url -> assertThat(url).hasHost("own.example.com")));
    }

    /** The token of a client must not go to the management API of another. */
    @Test
    void doesNotInheritTheManagementApiBesideItsOwnBaseUrl() {
        Metadata apiUrl = Metadata.ofClients().stream()
                .filter(property -> property.name().equals("chutes.api-url"))
                .findFirst()
                .orElseThrow();
        String inherited = "chutes.api-url=https://all.example.com";

        assertThat(read(apiUrl, List.of(inherited))).isEqualTo("https://all.example.com");
        assertThat(read(apiUrl, List.of(inherited, "chutes.clients.tenant.base-url=https://own.example.com")))
                .isEqualTo("null");
    }

    private static String own(Metadata property) {
        return "chutes.clients.tenant" + property.name().substring("chutes".length());
    }

    private static String other(Metadata property) {
        String type = property.type();
        if (type.equals("java.lang.Boolean")) {
            return String.valueOf(!Boolean.parseBoolean(property.defaultValue()));
        }
        if (type.endsWith("$Scope")) {
            return "client";
        }
        if (type.endsWith("$PermitUntil")) {
            return "first-byte";
        }
        return type.endsWith("$Type") ? "socks5" : String.valueOf(OTHER.get(type));
    }

    /** Return what the named client gets to see. */
    private static String read(Metadata property, List<String> settings) {
        MockEnvironment environment = new MockEnvironment();
        String any = property.name().equals("chutes.deadline") ? "trusted-hosts=any" : "deadline=9m";
        TestPropertyValues.of(settings).and("chutes.clients.tenant." + any).applyTo(environment);
        ChutesProperties properties =
                Binder.get(environment).bind("chutes", ChutesProperties.class).get();
        ClientSettings tenant = ClientSettings.ofNamed(properties, environment).get(0);
        String path = property.name().substring("chutes.".length());
        Object value = path.startsWith("endpoints.")
                ? url(tenant.properties(), path)
                : new BeanWrapperImpl(tenant.properties()).getPropertyValue(camelCase(path));
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object url(ClientProperties properties, String path) {
        EndpointProperties endpoint = properties.getEndpoints().get(path.split("\\.", -1)[1]);
        return endpoint == null ? null : endpoint.getUrl();
    }

    private static String camelCase(String kebabCase) {
        return Pattern.compile("-([a-z])")
                .matcher(kebabCase)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
