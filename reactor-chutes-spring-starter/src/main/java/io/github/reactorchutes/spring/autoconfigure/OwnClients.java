package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The clients that the application declares as beans. Spring would close them abruptly; the starter lets their calls end
 * before. A client that Spring does not close is not ours to close either.
 */
final class OwnClients {

    private final ConfigurableListableBeanFactory beans;

    OwnClients(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Return those that exist so far. */
    List<ChutesClient> created() {
        return Arrays.stream(beans.getBeanNamesForType(ChutesClient.class, false, false))
                .filter(this::isClosedBySpring)
                .map(beans::getSingleton)
                .filter(ChutesClient.class::isInstance)
                .map(ChutesClient.class::cast)
                .toList();
    }

    private boolean isClosedBySpring(String name) {
        return beans.containsBeanDefinition(name)
                && !"".equals(beans.getBeanDefinition(name).getDestroyMethodName());
    }
}
