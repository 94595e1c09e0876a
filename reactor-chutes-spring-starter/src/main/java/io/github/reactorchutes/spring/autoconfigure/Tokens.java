package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the token in the settings of a client, and reports problems with it at start-up. */
final class Tokens {

    private Tokens() {}

    static @Nullable ChutesTokenProvider find(ClientSettings settings) {
        String token = settings.properties().getApiToken();
        Path file = settings.properties().getTokenFile();
        if (token != null && file != null) {
            throw settings.problem(
                    "Both " + settings.key("api-token") + " and " + settings.key("token-file") + " are set.",
                    "Remove one of them.",
                    null,
                    "api-token",
                    "token-file");
        }
        if (token != null) {
            return ofProperty(settings, token);
        }
        return file == null ? null : ofFile(settings, file);
    }

    static ConfigurationProblem missing(ClientSettings settings) {
        return new ConfigurationProblem(
                "The Chutes client \"" + settings.name() + "\" has no API token.",
                """
                Set it in one of these ways:
                  - the property %s, or the environment variable CHUTES_API_TOKEN
                  - a file that contains it: the property %s
                  - a mounted folder of secrets: spring.config.import=configtree:/run/secrets/, with a file chutes.api-token
                  - a bean of type ChutesTokenProvider, for tokens that rotate or differ by caller
                  - a bean of type ChutesClient, which replaces this one
                Or switch the clients off with chutes.enabled=false. In tests, @AutoConfigureChutesEmulator needs no token.""".formatted(settings.ownKey("api-token"), settings.ownKey("token-file")));
    }

    private static ChutesTokenProvider ofProperty(ClientSettings settings, String token) {
        try {
            return ChutesTokenProvider.of(token);
        } catch (IllegalArgumentException malformed) {
            throw settings.problem(
                    settings.key("api-token") + unusable(malformed), adviceForValue(malformed), null, "api-token");
        }
    }

    private static ChutesTokenProvider ofFile(ClientSettings settings, Path path) {
        TokenFile file = new TokenFile(path);
        try {
            file.read();
            return file;
        } catch (IllegalArgumentException malformed) {
            throw settings.problem(
                    "The content of " + path + " (" + settings.key("token-file") + ")" + unusable(malformed),
                    adviceForFile(malformed),
                    null,
                    "token-file");
        } catch (IOException unreadable) {
            throw settings.problem(
                    "The token file of " + settings.key("token-file") + " cannot be read: "
                            + unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage() + ".",
                    "Put the API token into that file and make it readable for this process, or set another file.",
                    unreadable,
                    "token-file");
        }
    }

    private static String unusable(IllegalArgumentException malformed) {
        return " is not a usable API token: " + malformed.getMessage() + ".";
    }

    private static String adviceForValue(IllegalArgumentException malformed) {
        String problem = String.valueOf(malformed.getMessage());
        if (problem.contains("Bearer")) {
            return "Remove \"Bearer\"; the client adds it.";
        }
        if (problem.contains("placeholder")) {
            return "Define what the placeholder refers to, such as an environment variable.";
        }
        return problem.endsWith("must not be empty")
                ? "Set the token, or remove the empty setting; an empty environment variable CHUTES_API_TOKEN counts as set."
                : "Copy the token again, without quotes, blanks and line breaks; Chutes tokens begin with cpk_.";
    }

    private static String adviceForFile(IllegalArgumentException malformed) {
        String problem = String.valueOf(malformed.getMessage());
        if (problem.contains("Bearer")) {
            return "Remove \"Bearer\" from the file; the client adds it.";
        }
        return problem.endsWith("must not be empty")
                ? "Write the API token into the file."
                : "The file must contain only the token: no header, variable, quotes or placeholder. Chutes tokens begin with"
                        + " cpk_.";
    }
}
