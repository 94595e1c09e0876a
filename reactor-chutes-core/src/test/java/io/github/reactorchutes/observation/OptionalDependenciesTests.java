package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is optional may be missing: calls work without Micrometer on the class path. */
class OptionalDependenciesTests {

    private static final Pattern OPTIONAL =
            Pattern.compile(".*(micrometer|context-propagation|opentelemetry|prometheus|HdrHistogram)[^/]*\\.jar");

    @Test
    void callsNeedNoMicrometer() throws Exception {
        try (ChutesEmulator server = ChutesEmulator.start();
                URLClassLoader without = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            server.enqueue(Reply.video(Videos.ofSize(5_000)));

            @SuppressWarnings("unchecked")
            Function<URI, Integer> call =
                    (Function<URI, Integer>) without.loadClass(CallWithoutMicrometer.class.getName())
                            .getDeclaredConstructor()
                            .newInstance();

            assertThat(call.apply(server.baseUrl())).isEqualTo(5_000);
            assertThatThrownBy(() -> without.loadClass("io.micrometer.observation.Observation"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(path)
                .filter(entry -> !OPTIONAL.matcher(entry).matches())
                .map(OptionalDependenciesTests::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
