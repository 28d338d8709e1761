package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
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

    private static JsonNode json(String quoted) throws Unreadable {
        return Json.read(quoted.replace('\'', '"'), Json.Numbers.ALL_AS_TEXT);
    }
}
