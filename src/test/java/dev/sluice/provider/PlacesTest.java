package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes an answer a success, where the provider's file says it. Documents are written with ' for ". */
class PlacesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'places':{'success':'/ok'}}                                      | {'ok':true}                    | true
            {'places':{'success':'/ok'}}                                      | {'ok':'true'}                  | true
            {'places':{'success':'/ok'}}                                      | {'ok':false}                   | false
            {'places':{'success':'/ok'}}                                      | {'ok':[]}                      | false
            {'places':{'success':'/ok'}}                                      | {}                             | false
            {'places':{'success':'/ok','success-is':''}}                      | {'ok':''}                      | true
            {'places':{'success':'/ok','success-is':''}}                      | {'ok':{'valid':false}}         | false
            {'places':{'success':'/ok','success-is':''}}                      | {}                             | false
            {'places':{'success':'/ok','success-is':'null'}}                  | {}                             | false
            {'places':{'success':'/ok','success-is':'null'}}                  | {'ok':null}                    | false
            {'success-by':'shape','shape':['/a','/b/c']}                      | {'a':'1','b':{'c':[]}}         | false
            {'success-by':'shape','shape':['/a','/b/c']}                      | {'a':'1','b':{'c':null}}       | false
            {'success-by':'shape','shape':['/a','/b/c']}                      | {'a':'1','b':[]}               | false
            {'success-by':'shape','shape':['/a']}                             | {}                             | false
            {'success-by':'shape','shape':['/a']}                             | {'a':''}                       | false
            {'success-by':'shape','shape':['/a']}                             | {'a':' \\n'}                    | false
            {'success-by':'shape','shape':['/a']}                             | {'a':[]}                       | false
            {'success-by':'shape','shape':['/a']}                             | {'a':{}}                       | false
            {'success-by':'shape','shape':['/a']}                             | {'a':false}                    | false
            {'success-by':'shape','shape':['/a']}                             | {'a':true}                     | true
            {'success-by':'shape','shape':['/a']}                             | {'a':0}                        | true
            {'success-by':'shape','shape':['/a']}                             | {'a':[false]}                  | true
            {'success-by':'shape','shape':['/a'],'exact':true}                | {'a':[]}                       | false
            {'success-by':'place','shape':['/a'],'places':{'success':'/ok'}}  | {'ok':true}                    | false
            {'success-by':'place','shape':['/a'],'places':{'success':'/ok'}}  | {'ok':true,'a':'1'}            | true
            {'places':{'success':'/ok','whole-data':'/data'}}                 | {'ok':true,'data':[]}          | true
            {'places':{'success':'/ok','whole-data':'/data'}}                 | {'ok':true,'data':'none'}      | false
            {'places':{'success':'/ok','whole-data':'/data'}}                 | {'ok':true}                    | false
            {'places':{'status':'/status'}}                                   | {'status':'8'}                 | true
            {'places':{'status':'/status'}}                                   | {}                             | false
            {'places':{'status':'/status'}}                                   | {'status':' '}                 | false
            {'places':{'status':'/status'}}                                   | {'status':{}}                  | false
            {}                                                                | {'anything':'1'}               | false
            """)
    void anAnswerIsASuccessOnlyWhereItSaysSo(String call, String answer, boolean success) throws Unreadable {
        assertThat(Places.of(Json.object(), json(call)).answer(json(answer)).path("success").booleanValue())
                .isEqualTo(success);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'code':'0'}    | /code | null
            {'code':'0 '}   | /code | "0 "
            {'code':'E77'}  | /code | "E77"
            {'code':['0']}  | /code | ["0"]
            {'code':'0'}    | /ok   | "0"
            """)
    void theValueOfSuccessIsNoErrorCodeInItsPlace(String answer, String success, String code) throws Unreadable {
        assertThat(Places
                .of(Json.object(), json("{'places':{'success':'" + success + "','success-is':'0','code':'/code'}}"))
                .answer(json(answer))
                .path("code").toString()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            '/errors/0/code'     | {'errors':[{'code':'E1'},{'code':'E2'}]}  | "E1"
            '/errors/1/code'     | {'errors':[{'code':'E1'}]}                | null
            '/errors/0/code'     | {'errors':[]}                             | null
            '/errors/0/code'     | {'errors':{'0':{'code':'E1'}}}            | "E1"
            ['/c']               | {'c':'a/b'}                               | "a/b"
            ['/c','/r']          | {'c':'400','r':'LIMIT'}                   | "400/LIMIT"
            ['/c','/r']          | {'c':'400'}                               | "400"
            ['/c','/r']          | {'c':'400','r':''}                        | "400"
            ['/c','/r']          | {'c':'400','r':false}                     | "400"
            ['/c','/r']          | {'r':'LIMIT'}                             | "/LIMIT"
            ['/c','/r']          | {'c':null,'r':' '}                        | null
            ['/c','/r']          | {}                                        | null
            ['/c','/r']          | {'c':'400','r':['LIMIT']}                 | ["LIMIT"]
            ['/c','/r']          | {'c':'400','r':[]}                        | "400"
            ['/c','/r']          | {'c':'a/b','r':'c'}                       | "a~1b/c"
            ['/c','/r']          | {'c':'a','r':'b/c'}                       | "a/b~1c"
            ['/c','/r']          | {'c':'a~1b','r':'c'}                      | "a~01b/c"
            ['/c','/e/0/r','/s'] | {'c':'4','e':[{'r':'5'}],'s':'6'}         | "4/5/6"
            ['/c','/r']          | {'c':'0','ok':'0'}                        | "0"
            ['/ok','/r']         | {'ok':'0'}                                | null
            ['/ok','/r']         | {'ok':'0','r':'LIMIT'}                    | "/LIMIT"
            ['/ok','/r']         | {'ok':'1','r':'LIMIT'}                    | "1/LIMIT"
            """)
    void aWordStandsInOnePlaceOrInSeveralTogether(String place, String answer, String word) throws Unreadable {
        Places places = Places.of(Json.object(),
                json("{'places':{'success':'/ok','success-is':'0','code':" + place + "}}"));
        assertThat(places.answer(json(answer)).path("code").toString()).isEqualTo(word);
        Places statuses = Places.of(Json.object(), json("{'places':{'status':" + place + "}}"));
        if (!place.contains("/ok")) {
            assertThat(statuses.answer(json(answer)).path("status").toString()).isEqualTo(word);
        }
    }

    @ParameterizedTest
    @CsvSource({"shape,true", "place,false"})
    void theShapeOfAnOperationIsInThePlaceOfTheProvidersWord(String by, boolean success) throws Unreadable {
        ObjectNode call = (ObjectNode) json("{'shape':['/a']}");
        assertThat(Places.of(json("{'success':'/ok'}"), call.put("success-by", by)).answer(json("{'a':'1'}"))
                .path("success").booleanValue()).isEqualTo(success);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'ord-1:A_b.c' | true
            '17'          | true
            'ord\\u0000'  | false
            'ord 1'       | false
            ''            | false
            null          | false
            ['ord-1']     | false
            """)
    void whatCanBeNoIdOfOursIsNone(String id, boolean is) throws Unreadable {
        assertThat(new Places(json("{'order-id':'/id'}")).orderId(json("{'id':" + id + "}")) != null).isEqualTo(is);
    }

    @Test
    void anEventMayBeTheWordOfSeveralPlaces() throws Unreadable {
        Places places = new Places(json("{'event': ['/type', '/action']}"));
        assertThat(places.namesEvents()).isTrue();
        assertThat(places.event(json("{'type': 'charge', 'action': 'paid'}"))).isEqualTo("charge/paid");
        assertThat(places.event(json("{'type': 'charge'}"))).isEqualTo("charge");
        assertThat(places.event(json("{'type': {'a': 1}, 'action': 'paid'}"))).isNull();
        assertThat(places.event(json("{}"))).isNull();
        assertThat(new Places(json("{'event': '/type'}")).event(json("{'type': 7}"))).isEqualTo("7");
        assertThat(new Places(json("{}")).namesEvents()).isFalse();
    }

    private static JsonNode json(String quoted) throws Unreadable {
        return Json.read(quoted.replace('\'', '"'), Json.Numbers.ALL_AS_TEXT);
    }
}
