package io.github.reactorchutes.test.spring;

import io.github.reactorchutes.test.ChutesEmulator;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/** Equal for equal emulator options, so that Spring caches contexts. */
record EmulatorCustomizer(boolean smallVideos, boolean shortBackoffs, Class<? extends ChutesEmulatorCustomizer> options)
        implements ContextCustomizer {

    static final String NAME = "chutesEmulator";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        ChutesEmulator emulator = start();
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        beans.registerSingleton(NAME, emulator);
        if (beans instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean(NAME, emulator::close);
        }
        redirect(context.getEnvironment(), emulator);
    }

    private ChutesEmulator start() {
        ChutesEmulator.Builder builder = ChutesEmulator.builder().smallVideos(smallVideos);
        BeanUtils.instantiateClass(options).customize(builder);
        return builder.start();
    }

    private void redirect(ConfigurableEnvironment environment, ChutesEmulator emulator) {
        MutablePropertySources sources = environment.getPropertySources();
        if (shortBackoffs) {
            addBackoffs(sources);
        }
        sources.addFirst(new MapPropertySource(NAME, EmulatorSettings.of(emulator.baseUrl(), environment)));
    }

    /** Below the test's own properties, which may be about back-offs. */
    private static void addBackoffs(MutablePropertySources sources) {
        String inlined = TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME;
        MapPropertySource backoffs = ShortBackoffs.except(sources.get(inlined));
        if (sources.contains(inlined)) {
            sources.addAfter(inlined, backoffs);
        } else {
            sources.addFirst(backoffs);
        }
    }
}
