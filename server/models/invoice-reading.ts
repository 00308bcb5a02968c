// Who of a household has opened an invoice or its PDF, for the first time and lately.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class InvoiceReading extends Model<InferAttributes<InvoiceReading>, InferCreationAttributes<InvoiceReading>> {
  declare invoiceId: string;
  declare accountId: string;
  declare firstAt: Date;
  declare lastAt: Date;

  static define(sequelize: Sequelize): void {
    InvoiceReading.init({
      invoiceId: { type: DataTypes.TEXT, primaryKey: true },
      accountId: { type: DataTypes.TEXT, primaryKey: true },
      firstAt: DataTypes.DATE,
      lastAt: DataTypes.DATE,
    }, { sequelize, tableName: 'invoice_readings', timestamps: false });
  }
}
