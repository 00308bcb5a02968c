// One import campaign: files dropped, checked, then published at once.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { ImportState } from '../contract/schemas.ts';

export class ImportBatch extends Model<InferAttributes<ImportBatch>, InferCreationAttributes<ImportBatch>> {
  declare id: string;
  declare state: ImportState;
  declare agentId: CreationOptional<string | null>;
  declare sourceName: CreationOptional<string | null>;
  declare sourceSha256: CreationOptional<string | null>;
  declare allowMissingPdf: boolean;
  declare counts: string;
  declare totalCents: number;
  declare unusedFiles: string;
  /** The most frequent reasons of refusal, as JSON. */
  declare refusals: string;
  /** What the database knew when the verdicts were given; see `markOfKnownFacts`. */
  declare factsMark: CreationOptional<string | null>;
  declare problem: CreationOptional<string | null>;
  declare publishedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    ImportBatch.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      state: DataTypes.TEXT,
      agentId: DataTypes.TEXT,
      sourceName: DataTypes.TEXT,
      sourceSha256: DataTypes.TEXT,
      allowMissingPdf: DataTypes.BOOLEAN,
      counts: DataTypes.TEXT,
      totalCents: DataTypes.INTEGER,
      unusedFiles: DataTypes.TEXT,
      refusals: DataTypes.TEXT,
      factsMark: DataTypes.TEXT,
      problem: DataTypes.TEXT,
      publishedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'import_batches' });
  }
}
