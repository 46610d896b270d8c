package eu.skyscrapers.ptc.audit;

/** Why the pods of a workload use another image than its template says. */
public enum DriftCause implements Keyed {
    OLD("made from an earlier template: the new one is not rolled out to these pods yet"),
    REWRITTEN("made from this template: something rewrites images when pods are admitted"),
    ADDED("not in the template: something adds this container when pods are admitted"),
    UNKNOWN("it is not known from which template they were made"),
    /** Only of a ReplicaSet or ReplicationController that nothing rolls out. */
    NOT_REPLACED("pods keep their image until they are deleted: nothing rolls this workload out");

    private final String meaning;

    DriftCause(String meaning) {
        this.meaning = meaning;
    }

    /** One clause about the pods, for people. */
    public String meaning() {
        return meaning;
    }
}
