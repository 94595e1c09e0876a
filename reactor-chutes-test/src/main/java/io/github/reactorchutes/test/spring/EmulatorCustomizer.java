package io.github.reactorchutes.test.spring;

import io.github.reactorchutes.test.ChutesEmulator;
import java.net.URI;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Equal for equal emulator options, so that Spring caches contexts. */
record EmulatorCustomizer(boolean smallVideos) implements ContextCustomizer {

    private static final String NAME = "chutesEmulator";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(smallVideos).start();
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        beans.registerSingleton(NAME, emulator);
        if (beans instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean(NAME, emulator::close);
        }
        context.getEnvironment().getPropertySources().addFirst(settings(emulator.baseUrl()));
    }

    private static MapPropertySource settings(URI url) {
        return new MapPropertySource(
                NAME,
                Map.of(
                        "chutes.base-url",
                        url,
                        "chutes.endpoints.text-to-video.url",
                        url.resolve("/text2video"),
                        "chutes.endpoints.image-to-video.url",
                        url.resolve("/image2video"),
                        "chutes.endpoints.fast-image-to-video.url",
                        url.resolve("/generate"),
                        "chutes.api-token",
                        "emulator",
                        "chutes.token-file",
                        ""));
    }
}
