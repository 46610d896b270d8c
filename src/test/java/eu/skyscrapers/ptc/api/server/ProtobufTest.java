package eu.skyscrapers.ptc.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the tests of protobuf count on. */
class ProtobufTest {
    @Test
    void theRecordedPageIsEncodedAsItsServerDidByteForByte() {
        byte[] encoded = Protobuf.of(Json.read(Recordings.bytes("pods-page-1.json")));
        assertThat(encoded).isEqualTo(Recordings.bytes("pods-page-1.pb"));
    }
}
