package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.FilePlace;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void theFirstTenAreListedAndTheOthersCounted() {
        Places places = Places.NONE;
        for (int i = 1; i <= 13; i++) {
            places = places.and(new FilePlace("a.yaml", i, 1));
            places = places.and(new FilePlace("a.yaml", 1, 1));
        }
        assertThat(places.listed())
                .isEqualTo(IntStream.rangeClosed(1, 10)
                        .mapToObj(line -> new FilePlace("a.yaml", line, 1))
                        .toList());
        assertThat(places.more()).isEqualTo(3);
    }
}
